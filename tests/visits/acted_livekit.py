"""LiveKit, acted: `python -m tests.visits.acted_livekit PORT KEY SECRET`, for machines that have no LiveKit.

It is made of LiveKit's own published definitions (livekit-protocol) and its own reader of tokens (livekit-api), and is
spoken to by LiveKit's own program in a browser. Pictures go through aiortc. What it does as the real one: tokens and
their grants, rooms that are only opened by order, one line in and one out, what is asked for and what is permitted,
words to those who are named, a token that is renewed for ten minutes while somebody is inside, and being put out.
"""

import asyncio
import json
import sys
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from aiohttp import WSMsgType, web
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.sdp import candidate_from_sdp
from google.protobuf import json_format
from livekit.api import AccessToken, TokenVerifier
from livekit.protocol import models, room, rtc

PUBLISHER, SUBSCRIBER = rtc.SignalTarget.PUBLISHER, rtc.SignalTarget.SUBSCRIBER
VERSION = "1.9.0"
RENEWED_FOR = timedelta(minutes=10)
PATIENCE, WHOLE_PICTURE_SECONDS, NOT_AT_ONCE_SECONDS = 10, 0.5, 0.15


def line():
    """A line of WebRTC that asks nobody else for its address."""
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


def steady(sdp):
    """Without a guess at how much a line bears, which on a busy machine soon comes to nothing."""
    return "".join(
        each for each in sdp.splitlines(keepends=True) if "goog-remb" not in each and "transport-cc" not in each
    )


class Member:
    """Somebody who came in."""

    def __init__(self, hall, inside, socket, claims, *, takes_all):
        self.hall, self.room, self.socket, self.grants = hall, inside, socket, claims.video
        self.takes_all = takes_all and claims.video.can_subscribe
        self.info = models.ParticipantInfo(
            sid=f"PA_{uuid4().hex[:12]}", identity=claims.identity, name=claims.name or "", state="ACTIVE",
            permission=models.ParticipantPermission(can_subscribe=True, can_publish=True, can_publish_data=True),
        )  # fmt: skip
        self.sends, self.hears = line(), line()
        self.words = {name: self.hears.createDataChannel(name) for name in ("_reliable", "_lossy")}
        self.announced, self.tracks, self.wanted, self.passed = [], {}, set(), {}
        self.permits = None  # everybody, until they say whom
        self.early = {PUBLISHER: [], SUBSCRIBER: []}
        self.turn, self.answered = asyncio.Lock(), None
        self.sends.on("track", self.comes)
        self.sends.on("datachannel", lambda channel: channel.on("message", self.says))

    @property
    def identity(self):
        return self.info.identity

    @property
    def is_inside(self):
        return self.room.members.get(self.identity) is self

    async def tell(self, **what):
        with suppress(ConnectionError, RuntimeError):
            await self.socket.send_bytes(rtc.SignalResponse(**what).SerializeToString())

    # --- what comes from them

    async def hear(self, asked):
        kind = asked.WhichOneof("message")
        if act := getattr(self, f"on_{kind}", None):
            await act(getattr(asked, kind))

    async def on_offer(self, offer):
        await self.sends.setRemoteDescription(RTCSessionDescription(steady(offer.sdp), "offer"))
        await self.late(PUBLISHER)
        await self.sends.setLocalDescription(await self.sends.createAnswer())
        sdp = self.sends.localDescription.sdp
        await self.tell(answer=rtc.SessionDescription(type="answer", sdp=sdp, id=offer.id))

    async def on_answer(self, answer):
        await self.hears.setRemoteDescription(RTCSessionDescription(steady(answer.sdp), "answer"))
        await self.late(SUBSCRIBER)
        if not self.answered.done():
            self.answered.set_result(None)

    async def on_trickle(self, said):
        target, init = said.target, json.loads(said.candidateInit)
        self.early[target].append(init)
        if (self.sends if target == PUBLISHER else self.hears).remoteDescription:
            await self.late(target)

    async def late(self, target):
        there = self.sends if target == PUBLISHER else self.hears
        while self.early[target]:
            if (init := self.early[target].pop(0)).get("candidate"):
                found = candidate_from_sdp(init["candidate"].partition(":")[2])
                found.sdpMid, found.sdpMLineIndex = init.get("sdpMid"), init.get("sdpMLineIndex")
                await there.addIceCandidate(found)

    async def on_add_track(self, asked):
        source = models.TrackSource.Name(asked.source).lower()
        allowed = self.grants.can_publish and source in (self.grants.can_publish_sources or [source])
        if not allowed:
            return
        info = models.TrackInfo(
            sid=f"TR_{uuid4().hex[:12]}", type=asked.type, source=asked.source, name=asked.name, muted=asked.muted,
            width=asked.width, height=asked.height,
        )  # fmt: skip
        self.announced.append(info)
        await self.tell(track_published=rtc.TrackPublishedResponse(cid=asked.cid, track=info))

    async def on_mute(self, said):
        for track in self.info.tracks:
            if track.sid == said.sid:
                track.muted = said.muted
        await self.room.tell_of(self)

    async def on_subscription(self, asked):
        change = self.wanted.update if asked.subscribe and self.grants.can_subscribe else self.wanted.difference_update
        change(asked.track_sids)
        for each in asked.participant_tracks:
            change(each.track_sids)
        self.hall.later(self.settle())

    async def on_subscription_permission(self, said):
        named = {each.participant_identity for each in said.track_permissions if each.all_tracks}
        self.permits = None if said.all_participants else named
        self.room.settle()

    async def on_ping(self, said):
        await self.tell(pong=said)

    async def on_ping_req(self, said):
        await self.tell(pong_resp=rtc.Pong(last_ping_timestamp=said.timestamp, timestamp=said.timestamp))

    async def on_leave(self, said):
        await self.socket.close()

    def comes(self, track):
        kind = models.TrackType.VIDEO if track.kind == "video" else models.TrackType.AUDIO
        info = next(each for each in self.announced if each.type == kind)
        self.announced.remove(info)
        self.tracks[info.sid] = track
        self.info.tracks.append(info)
        self.hall.later(self.room.tell_of(self), *([self.refresh()] if track.kind == "video" else []))
        self.room.settle()

    async def refresh(self):
        """Ask for a whole picture now and then, for whoever came to see it late, or missed the first."""
        while self.is_inside:
            for receiver in (each.receiver for each in self.sends.getTransceivers() if each.kind == "video"):
                for source in receiver.getSynchronizationSources():
                    await receiver._send_rtcp_pli(source.source)
            await asyncio.sleep(WHOLE_PICTURE_SECONDS)

    def says(self, data):
        packet = models.DataPacket.FromString(data)
        if not self.grants.can_publish_data:
            return
        to = set(packet.destination_identities) | set(packet.user.destination_identities)
        packet.participant_identity = packet.user.participant_identity = self.identity
        packet.participant_sid = packet.user.participant_sid = self.info.sid
        for other in self.room.others(self):
            line = other.words["_reliable"]
            if (not to or other.identity in to) and line.readyState == "open":
                line.send(packet.SerializeToString())

    # --- what goes to them

    async def settle(self):
        """They are sent what they asked for, of those who permit it, and nothing else."""
        async with self.turn:
            if not self.is_inside:
                return
            due = {
                sid: (other, track)
                for other in self.room.others(self)
                if other.permits is None or self.identity in other.permits
                for sid, track in other.tracks.items()
                if self.takes_all or sid in self.wanted
            }
            if due.keys() == self.passed.keys():
                return
            for sid in self.passed.keys() - due.keys():
                gone = self.passed.pop(sid)
                gone.sender.replaceTrack(None)
                gone.direction = "inactive"
            for sid in due.keys() - self.passed.keys():
                other, track = due[sid]
                passed = self.hall.relay.subscribe(track, buffered=track.kind == "audio")
                self.passed[sid] = self.hears.addTransceiver(passed, direction="sendonly")
                self.passed[sid].sender._stream_id = f"{other.info.sid}|{sid}"
                self.passed[sid].sender._track_id = sid
            await self.offer()

    async def offer(self):
        self.answered = asyncio.get_running_loop().create_future()
        await self.hears.setLocalDescription(await self.hears.createOffer())
        await self.tell(offer=rtc.SessionDescription(type="offer", sdp=steady(self.hears.localDescription.sdp)))
        with suppress(TimeoutError):  # they went
            await asyncio.wait_for(self.answered, PATIENCE)

    async def greet(self):
        """The first that they hear; nothing else may overtake it."""
        others = [each.info for each in self.room.others(self)]
        join = rtc.JoinResponse(
            room=self.room.info, participant=self.info, other_participants=others, server_version=VERSION,
            subscriber_primary=True, ping_interval=5, ping_timeout=15,
            server_info=models.ServerInfo(version=VERSION, protocol=16),
        )  # fmt: skip
        await self.tell(join=join)
        renewed = AccessToken(self.hall.key, self.hall.secret).with_identity(self.identity).with_ttl(RENEWED_FOR)
        await self.tell(refresh_token=renewed.with_grants(self.grants).to_jwt())
        await self.room.tell_of(self)
        self.hall.later(self.begin())

    async def begin(self):
        await asyncio.sleep(NOT_AT_ONCE_SECONDS)  # as the real one: their program is not ready for a line in one breath
        async with self.turn:
            await self.offer()

    async def put_out(self, reason="PARTICIPANT_REMOVED"):
        await self.tell(leave=rtc.LeaveRequest(reason=reason, action="DISCONNECT"))
        await self.end()
        await self.socket.close()

    async def end(self):
        if not self.is_inside:
            return
        del self.room.members[self.identity]
        self.info.state = models.ParticipantInfo.State.DISCONNECTED
        await self.room.tell_of(self)
        self.hall.later(self.sends.close(), self.hears.close())
        self.room.settle()


class Inside:
    """A room, and who is in it."""

    def __init__(self, asked):
        self.members = {}
        self.info = models.Room(
            sid=f"RM_{uuid4().hex[:12]}", name=asked.name, max_participants=asked.max_participants,
            empty_timeout=asked.empty_timeout, departure_timeout=asked.departure_timeout,
        )  # fmt: skip

    def others(self, me):
        return [each for each in self.members.values() if each is not me]

    async def tell_of(self, member):
        for other in self.others(member):
            await other.tell(update=rtc.ParticipantUpdate(participants=[member.info]))

    def settle(self):
        for each in self.members.values():
            each.hall.later(each.settle())


class Acted:
    def __init__(self, key, secret):
        self.key, self.secret = key, secret
        self.rooms, self.relay, self.running = {}, MediaRelay(), set()

    def later(self, *acts):
        for act in acts:
            task = asyncio.ensure_future(act)
            self.running.add(task)
            task.add_done_callback(self.running.discard)

    def claims(self, request):
        """Whom a token speaks of. None: it is not good."""
        bearer = request.headers.get("Authorization", "").partition(" ")[2]
        try:
            return TokenVerifier(self.key, self.secret).verify(request.query.get("access_token") or bearer)
        except Exception:  # whatever it stumbles over, the token opens nothing
            return None

    def refused(self, request):
        """Why somebody may not come in: an answer; none if they may."""
        claims = self.claims(request)
        if claims is None or not claims.video.room_join or not claims.identity:
            return web.Response(status=401)
        inside = self.rooms.get(claims.video.room)
        if inside is None:
            return web.Response(status=404, text="requested room does not exist")
        full = inside.info.max_participants and len(inside.members) >= inside.info.max_participants
        return web.Response(status=503) if full else None

    async def validate(self, request):
        return self.refused(request) or web.Response(text="success")

    async def come_in(self, request):
        if refused := self.refused(request):
            return refused
        claims = self.claims(request)
        inside = self.rooms[claims.video.room]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if before := inside.members.get(claims.identity):
            await before.put_out("DUPLICATE_IDENTITY")
        member = inside.members[claims.identity] = Member(
            self, inside, socket, claims, takes_all=request.query.get("auto_subscribe") == "1"
        )
        await member.greet()
        async for message in socket:
            if message.type == WSMsgType.BINARY:
                await member.hear(rtc.SignalRequest.FromString(message.data))
        await member.end()
        return socket

    # --- orders of our server

    async def ordered(self, request):
        name, claims = request.match_info["order"], self.claims(request)
        kind, may, act = ORDERS[name]
        asked = kind()
        if request.content_type == "application/json":
            json_format.Parse(await request.text(), asked)  # a field that LiveKit does not know is an error here
        else:
            asked.ParseFromString(await request.read())
        if claims is None or not may(claims.video, asked):
            return web.json_response({"code": "unauthenticated", "msg": ""}, status=401)
        answer = await act(self, asked)
        if answer is None:
            return web.json_response({"code": "not_found", "msg": "not found"}, status=404)
        if request.content_type == "application/json":
            return web.json_response(json_format.MessageToDict(answer, preserving_proto_field_name=True))
        return web.Response(body=answer.SerializeToString(), content_type="application/protobuf")

    async def create(self, asked):
        return self.rooms.setdefault(asked.name, Inside(asked)).info

    async def rooms_called(self, asked):
        found = [each.info for each in self.rooms.values() if not asked.names or each.info.name in asked.names]
        return room.ListRoomsResponse(rooms=found)

    async def delete(self, asked):
        if (gone := self.rooms.pop(asked.room, None)) is None:
            return None
        for each in list(gone.members.values()):
            await each.put_out("ROOM_DELETED")
        return room.DeleteRoomResponse()

    async def who_is_inside(self, asked):
        members = self.rooms[asked.room].members.values() if asked.room in self.rooms else []
        return room.ListParticipantsResponse(participants=[each.info for each in members])

    async def remove(self, asked):
        members = self.rooms[asked.room].members if asked.room in self.rooms else {}
        if asked.identity not in members:
            return None
        await members[asked.identity].put_out()
        return room.RemoveParticipantResponse()


def leads(grants, asked):
    return grants.room_admin and grants.room == asked.room


ORDERS = {
    "CreateRoom": (room.CreateRoomRequest, lambda grants, _: grants.room_create, Acted.create),
    "ListRooms": (room.ListRoomsRequest, lambda grants, _: grants.room_list, Acted.rooms_called),
    "DeleteRoom": (room.DeleteRoomRequest, lambda grants, _: grants.room_create, Acted.delete),
    "ListParticipants": (room.ListParticipantsRequest, leads, Acted.who_is_inside),
    "RemoveParticipant": (room.RoomParticipantIdentity, leads, Acted.remove),
}


def main():
    port, key, secret = sys.argv[1:]
    acted, app = Acted(key, secret), web.Application()
    app.add_routes([
        web.get("/rtc", acted.come_in),
        web.get("/rtc/validate", acted.validate),
        web.post("/twirp/livekit.RoomService/{order}", acted.ordered),
    ])  # fmt: skip
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, shutdown_timeout=0.1)


if __name__ == "__main__":
    main()
