"""A web application with one endpoint: /image answers with a thumbnail."""

import io

import requests
from flask import Flask, abort, request, send_file
from PIL import Image

app = Flask(__name__)

MAX_BYTES = 10 * 1024 * 1024
SIZE = (256, 256)


@app.route("/image")
def image():
    """Fetch the image that the query parameter `url` names and send it back, made small."""
    url = request.args.get("url")
    if not url:
        abort(400, "the query parameter `url` is missing")
    response = requests.get(url, timeout=10, stream=True)
    if not response.ok:
        abort(502, "the image could not be fetched")
    source = io.BytesIO(response.raw.read(MAX_BYTES, decode_content=True))
    thumbnail = io.BytesIO()
    picture = Image.open(source).convert("RGB")
    picture.thumbnail(SIZE)
    picture.save(thumbnail, "JPEG")
    thumbnail.seek(0)
    return send_file(thumbnail, mimetype="image/jpeg")


def main():
    app.run(host="127.0.0.1", port=8000)


if __name__ == "__main__":
    main()
