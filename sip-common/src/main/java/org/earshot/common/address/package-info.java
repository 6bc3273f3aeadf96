/// The address-of-record (RFC 3261 §10).
package org.earshot.common.address;
