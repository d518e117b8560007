from notices.selectors.inbox import unread_count

__all__ = ["unread_count"]
