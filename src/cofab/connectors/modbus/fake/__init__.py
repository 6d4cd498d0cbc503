"""A Modbus unit with registers that a test turns, in a process of its own."""
