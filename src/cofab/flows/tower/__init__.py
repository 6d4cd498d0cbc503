"""The control tower: what the operator has to look at, over all orders, machines and money; and the whole ledger."""
