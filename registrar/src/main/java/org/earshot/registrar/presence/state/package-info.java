/// What a watcher may be told of an address, computed from what the stores say of it. Pure: start reading at [Views].
package org.earshot.registrar.presence.state;
