"""How work gets done: match, schedule, plan, agree, produce, monitor, inspect, deliver."""
