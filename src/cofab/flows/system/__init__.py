"""How the installation is: database, jobs, disk, version, log, backup; for the operator."""
