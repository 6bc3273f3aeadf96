// A phone in a web page, by JsSIP. The test calls these functions, and reads what the phone has heard.
import JsSIP from 'jssip';

const heard = [];
const pcConfig = {iceServers: []};
let agent;
let session;

function hear(...words) {
  heard.push(words.join(' '));
}

function follow(newSession) {
  session = newSession;
  for (const event of ['confirmed', 'ended', 'failed']) {
    session.on(event, e => hear(event, e.cause ?? ''));
  }
  session.on('hold', e => hear('hold', e.originator));
  session.on('unhold', e => hear('unhold', e.originator));
  session.on('refer', e => {
    hear('referred');
    e.accept(follow, {mediaConstraints: {audio: true, video: false}, pcConfig});
  });
  session.on('peerconnection', e => play(e.peerconnection));
  if (session.connection) {
    play(session.connection);
  }
}

function play(connection) {
  connection.ontrack = e => {
    document.querySelector('audio').srcObject = e.streams[0];
  };
}

// JsSIP changes nothing, and says false, while another change is under way.
function onceReady(change, tries = 50) {
  if (!change() && tries > 0) {
    setTimeout(() => onceReady(change, tries - 1), 100);
  }
}

window.phone = {
  register(socket, uri, password) {
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(socket)],
      uri,
      password,
      session_timers: false,
    });
    agent.on('registered', () => hear('registered'));
    agent.on('registrationFailed', e => hear('refused', e.response?.status_code ?? '', e.response?.reason_phrase ?? '', e.cause));
    agent.on('disconnected', () => hear('disconnected'));
    agent.on('newMessage', e => {
      if (e.originator === 'remote') {
        hear('message', e.request.from.uri.toString(), e.request.body);
      }
    });
    agent.on('newRTCSession', e => {
      follow(e.session);
      if (e.originator === 'remote') {
        hear('called by', e.request.from.uri.toString());
        e.session.answer({mediaConstraints: {audio: true, video: false}, pcConfig});
      }
    });
    agent.start();
  },
  message(to, text) {
    agent.sendMessage(to, text, {
      eventHandlers: {
        succeeded: e => hear('sent', e.response.status_code),
        failed: e => hear('not sent', e.response?.status_code ?? e.cause),
      },
    });
  },
  call(to) {
    agent.call(to, {mediaConstraints: {audio: true, video: false}, pcConfig});
  },
  hold() {
    onceReady(() => session.hold());
  },
  resume() {
    onceReady(() => session.unhold());
  },
  transfer(to) {
    session.refer(to);
  },
  hangUp() {
    session.terminate();
  },
  // Whether anything has been heard that begins so; taken off then.
  take(beginning) {
    const at = heard.findIndex(each => each.startsWith(beginning));
    return at < 0 ? null : heard.splice(at, 1)[0];
  },
  all() {
    return heard;
  },
  // What has come: packets, how loud they were in all, and how they were encrypted.
  async audio() {
    const result = {packets: 0, energy: 0, dtls: '', cipher: ''};
    if (session?.connection) {
      for (const each of (await session.connection.getStats()).values()) {
        if (each.type === 'inbound-rtp') {
          result.packets += each.packetsReceived;
          result.energy += each.totalAudioEnergy ?? 0;
        }
        if (each.type === 'transport') {
          result.dtls = each.dtlsState;
          result.cipher = each.srtpCipher ?? '';
        }
      }
    }
    return result;
  },
};
