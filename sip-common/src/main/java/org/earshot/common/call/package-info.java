/// The calls that go on, as far as others may ask for them: who is on the phone. Written by the proxy, read by presence.
/// Start reading at [CallStates].
package org.earshot.common.call;
