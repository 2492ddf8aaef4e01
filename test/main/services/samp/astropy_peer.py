"""A SAMP hub and a client that loads each image it is sent with astropy, says its sum, and sends it back."""

import json
import sys
from urllib.parse import unquote, urlparse

from astropy import log
from astropy.io import fits
from astropy.samp import SAMPHubServer, SAMPIntegratedClient

# What it logs goes to standard output, where only answers belong.
log.setLevel("ERROR")
hub = SAMPHubServer(web_profile=False, mode="single")
hub.start()
client = SAMPIntegratedClient(metadata={"samp.name": "astropy peer"})
client.connect()


def load(private_key, sender_id, mtype, params, extra):
    path = unquote(urlparse(params["url"]).path)
    with fits.open(path) as hdus:
        total = float(hdus[0].data.sum())
    print(json.dumps({"url": params["url"], "name": params["name"], "sum": total}), flush=True)
    message = {"samp.mtype": "image.load.fits", "samp.params": {"url": params["url"], "name": "back"}}
    client.notify_all(message)


client.bind_receive_notification("image.load.fits", load)
print("ready", flush=True)
sys.stdin.read()
client.disconnect()
hub.stop()
