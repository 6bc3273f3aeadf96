/// Microphone and loudspeaker in the window: which ones, how loud, what is done to the sound, and whether others will hear the user. Changes when something else can be
/// set of the sound. Event dispatch thread. Start reading at [SoundPanel]; [AudioCheck] is the trial of twenty seconds.
package org.earshot.softphone.ui.sound;
