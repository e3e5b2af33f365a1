/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrImageTest {
    private static final String TEXT = "otpauth://totp/Subrack:ada?secret=JBSWY3DPEHPK3PXP&issuer=Subrack";

    @Test
    void drawsEachModuleWhereItBelongs() {
        QrCode code = QrCode.encodeText(TEXT, QrCode.Ecc.MEDIUM);

        boolean[][] drawn = draw(code.size + 8);

        for (int y = 0; y < drawn.length; y++) {
            for (int x = 0; x < drawn.length; x++) {
                assertThat(drawn[y][x]).as("%d, %d", x, y).isEqualTo(code.getModule(x - 4, y - 4));
            }
        }
    }

    @Test
    void staysSmall() {
        assertThat(svg().length()).isLessThan(5_000);
    }

    private static boolean[][] draw(int size) {
        boolean[][] modules = new boolean[size][size];
        Matcher path = Pattern.compile(" d=\"([^\"]*)\"").matcher(svg());
        assertThat(path.find()).isTrue();
        int x = 0;
        int y = 0;
        Matcher steps = Pattern.compile("M(\\d+) (\\d+)\\.5|m(\\d+) 0|h(\\d+)").matcher(path.group(1));
        while (steps.find()) {
            if (steps.group(1) != null) {
                x = Integer.parseInt(steps.group(1));
                y = Integer.parseInt(steps.group(2));
            } else if (steps.group(3) != null) {
                x += Integer.parseInt(steps.group(3));
            } else {
                for (int end = x + Integer.parseInt(steps.group(4)); x < end; x++) {
                    modules[y][x] = true;
                }
            }
        }
        return modules;
    }

    private static String svg() {
        StringBuilder out = new StringBuilder();
        QrImage.of(TEXT, "code").write(out);
        return out.toString();
    }
}
