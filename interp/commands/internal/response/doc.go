// Package response knows what can be predicted after each estimation command
// as a function of linear indices, for predict and margins alike.
package response
