package main

import "os"

// interruption interrupts a command of a script. Windows has no other.
var interruption = os.Interrupt
