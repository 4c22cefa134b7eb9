"""Makes line.png: python3 make-picture.py (Debian's python3-pil and fonts-dejavu-core). The picture is committed; this says how it came to be."""
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

text = "Lathe turns tensors 2026"
font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 36)
left, top, right, bottom = font.getbbox(text)
picture = Image.new("RGB", (right - left + 24, 56), (250, 248, 240))
ImageDraw.Draw(picture).text((12 - left, (56 - (bottom - top)) // 2 - top), text, font=font, fill=(28, 32, 48))
picture.save(Path(__file__).with_name("line.png"), optimize=True)
