* One regression in a new session: prints its seconds.
* Arguments: file, then the command.
gettoken file command : 0
use `file', clear
timer on 1
quietly `command'
timer off 1
quietly timer list 1
display "seconds " %9.4f r(t1)
