"""Jobs: a video once accepted is rendered, whatever dies.

The API places orders; workers in processes of their own carry them out; a durable queue lies between.
"""

from vivant.jobs.orders import Order, Orders
from vivant.jobs.queue import DurableQueue, WorkQueue

__all__ = ["DurableQueue", "Order", "Orders", "WorkQueue"]
