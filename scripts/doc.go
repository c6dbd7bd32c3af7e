// Package scripts holds example and test scripts, an archive each. Its tests
// run them; README.md describes the format.
package scripts
