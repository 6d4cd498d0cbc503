"""Agree: a plan becomes an order, firms answer, a contract is drawn up and every party signs it."""
