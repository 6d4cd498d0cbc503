"""MTConnect: XML over HTTP from an agent, and the SHDR lines that adapters write.

Why: most machine tools made since 2010 can speak it, and reading it changes nothing on the machine.
"""
