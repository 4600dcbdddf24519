"""A web application: /image answers with a thumbnail, /like with images like it, /print prints it."""

import io
import tempfile

import cups
import pybktree
import requests
from flask import Flask, abort, jsonify, request, send_file
from PIL import Image

app = Flask(__name__)

MAX_BYTES = 10 * 1024 * 1024
SIZE = (256, 256)
seen = pybktree.BKTree(lambda a, b: pybktree.hamming_distance(a[0], b[0]))


def fetch():
    """The image that the query parameter `url` names."""
    url = request.args.get("url")
    if not url:
        abort(400, "the query parameter `url` is missing")
    response = requests.get(url, timeout=10, stream=True)
    if not response.ok:
        abort(502, "the image could not be fetched")
    source = io.BytesIO(response.raw.read(MAX_BYTES, decode_content=True))
    return url, Image.open(source).convert("RGB")


def average_hash(picture):
    """Sixty-four bits, one for each cell of an 8 by 8 grid that is lighter than the mean."""
    cells = list(picture.convert("L").resize((8, 8)).getdata())
    mean = sum(cells) / len(cells)
    return sum(1 << index for index, cell in enumerate(cells) if cell > mean)


@app.route("/image")
def image():
    _, picture = fetch()
    picture.thumbnail(SIZE)
    thumbnail = io.BytesIO()
    picture.save(thumbnail, "JPEG")
    thumbnail.seek(0)
    return send_file(thumbnail, mimetype="image/jpeg")


@app.route("/like")
def like():
    url, picture = fetch()
    entry = (average_hash(picture), url)
    found = [found_url for _, (_, found_url) in seen.find(entry, 10)]
    seen.add(entry)
    return jsonify(found)


@app.route("/print", methods=["POST"])
def print_image():
    _, picture = fetch()
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name, "PNG")
        connection = cups.Connection()
        job = connection.printFile(connection.getDefault(), file.name, "imgapp", {})
    return jsonify(job)


def main():
    app.run(host="127.0.0.1", port=8000)


if __name__ == "__main__":
    main()
