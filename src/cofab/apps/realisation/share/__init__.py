"""Who gets what of an order's pools, with the inputs that anybody can recompute it from."""
