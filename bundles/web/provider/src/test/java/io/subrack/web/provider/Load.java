/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send the same request again and again, and count the answers. */
final class Load {
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    Load(HttpRequest request, int clients) {
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> run(request));
            thread.start();
            threads.add(thread);
        }
    }

    private void run(HttpRequest request) {
        HttpClient client = HttpClient.newHttpClient();
        while (!stop.get()) {
            String answer;
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                answer = response.statusCode() + " " + response.body();
            } catch (Exception e) {
                answer = e.toString();
            }
            answers.computeIfAbsent(answer, any -> new AtomicInteger()).incrementAndGet();
        }
    }

    int count(String answer) {
        AtomicInteger count = answers.get(answer);
        return count == null ? 0 : count.get();
    }

    /** Returns the different answers. */
    Iterable<String> stop() throws InterruptedException {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return answers.keySet();
    }
}
