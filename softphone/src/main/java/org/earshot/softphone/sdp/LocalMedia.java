package org.earshot.softphone.sdp;

import java.net.InetAddress;

/// Where we receive.
///
/// @param address as the other side reaches us
/// @param rtpPort 1–65535
/// @param rtcpPort 1–65535
/// @param cname our name in RTCP reports (RFC 7022)
public record LocalMedia(InetAddress address, int rtpPort, int rtcpPort, String cname) {}
