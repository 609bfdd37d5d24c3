"""Events: sounds with a beginning, laid on the picture's clock. Each is heard from its very first sample."""
