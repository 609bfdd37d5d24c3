"""What flows through Vivant: a photo in; frames and a soundtrack on the way. Knows nobody."""

from vivant.media.caption import Caption
from vivant.media.frame import Frame
from vivant.media.kinds import sniff
from vivant.media.photo import Photo
from vivant.media.size import Fit, Size
from vivant.media.soundtrack import Soundtrack
from vivant.media.writing import written_whole

__all__ = ["Caption", "Fit", "Frame", "Photo", "Size", "Soundtrack", "sniff", "written_whole"]
