// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.2:80",
        "::ffff:10.0.0.2, 10.0.0.2:80",
        "2001:db8:0:0:0:0:0:1, [2001:db8::1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "::, [::]:80",
        "::1, [::1]:80",
        "fe80::, [fe80::]:80",
    })
    void shouldWriteTheCanonicalForm(String address, String expected) throws UnknownHostException {
        assertThat(Endpoint.of(InetAddress.getByName(address), 80)).isEqualTo(expected);
    }
}
