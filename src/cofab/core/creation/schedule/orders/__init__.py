"""Many orders planned together: who makes what when, so that all of them cost least, with a bound for all."""
