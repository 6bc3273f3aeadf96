/// Sound in and out of this machine: sources and sinks of 10 ms frames (devices, WAV files, tone, silence), and the engine
/// whose capture and playout threads drive them. Knows no RTP and no SIP. Start reading at
/// [org.earshot.softphone.media.audio.AudioEngine]; [org.earshot.softphone.media.audio.AudioSession] is what a call implements.
package org.earshot.softphone.media.audio;
