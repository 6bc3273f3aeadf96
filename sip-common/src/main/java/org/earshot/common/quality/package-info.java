/// How a call was heard, as phones report it (RFC 6035). Bodies only, pure.
package org.earshot.common.quality;
