"""What of somebody's file is kept back from them, on a ground that is written down and looked at again."""
