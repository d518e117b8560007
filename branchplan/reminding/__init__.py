"""Every morning all apps are asked what is due; `notices` tells it."""
