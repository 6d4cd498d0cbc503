"""How one installation is put together: settings, addresses, the server, the processes."""
