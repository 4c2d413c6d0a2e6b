"""What the product costs, measured beside a peer in the same run."""
