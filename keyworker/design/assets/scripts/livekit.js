// What speaks to LiveKit, by its makers; only the page of a call whose hall that is loads it (see visits/livekit.js).

export { DisconnectReason, Room, RoomEvent, Track, setLogLevel } from "livekit-client";
