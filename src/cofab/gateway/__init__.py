"""The program that a factory runs beside its machines: reads them, keeps what is new on disk, sends it signed.

Promises: what the platform acknowledged is there once, whatever is killed or cut; by default only free and busy
leave the factory; machines are only read.
Not here: Django, or anything else of the platform.
"""
