/// Groups: who is in one, and what may be done there. Start reading at [GroupStore].
package org.earshot.proxy.message.group;
