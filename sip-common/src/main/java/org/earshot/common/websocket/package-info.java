/// WebSocket (RFC 6455) as a server speaks it to phones in browsers (RFC 7118): handshake and frames, pure.
package org.earshot.common.websocket;
