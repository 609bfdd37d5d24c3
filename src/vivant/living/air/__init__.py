"""What is in the air: rain, snow, dust, sparks, petals, bubbles, mist, steam and smoke."""
