"""The whole vocabulary as ways of making: what each process takes, treatments, alternatives, the inspection plan."""
