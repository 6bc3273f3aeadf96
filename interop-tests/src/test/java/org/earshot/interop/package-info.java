/// Other people's phones and servers against ours, as processes of their own. Start reading at [Lab].
package org.earshot.interop;
