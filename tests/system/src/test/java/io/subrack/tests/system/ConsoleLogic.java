/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

/** What the console works out by itself, checked where it runs: in the browser. */
final class ConsoleLogic {
    /** Takes the address of the console's main module; returns what is wrong, one sentence each. */
    static final String SCRIPT = """
            async address => {
              const c = await import(address);
              const faults = [];
              const same = (name, actual, expected) => {
                if (JSON.stringify(actual) !== JSON.stringify(expected)) faults.push(`${name}: ${JSON.stringify(actual)}`);
              };
              const rows = [{id: 'b10', s: 'up', n: 2}, {id: 'b9', s: 'down', n: 10}, {id: 'a', s: 'up'}];
              const columns = [{id: 'id', value: row => row.id}, {id: 'n', value: row => row.n}];
              const facets = [{id: 's', of: row => row.s}];
              const select = options => c.selectRows(rows, {text: row => row.id, columns, facets, ...options}).map(row => row.id);
              same('all rows in their order', select({}), ['b10', 'b9', 'a']);
              same('numbers in names count as numbers', select({sort: 'id'}), ['a', 'b9', 'b10']);
              same('what is missing comes last', select({sort: 'n'}), ['b10', 'b9', 'a']);
              same('descending', select({sort: '-id'}), ['b10', 'b9', 'a']);
              same('all words must be there', select({words: 'B 9'}), ['b9']);
              same('a chip', select({chosen: {s: 'up'}}), ['b10', 'a']);
              same('a chip of another table', select({chosen: {other: 'x'}}), ['b10', 'b9', 'a']);
              same('counts', c.countBy(rows, row => row.s), [['up', 2], ['down', 1]]);
              same('a window', c.rowWindow(1000, 36, 3600, 720, 5), {first: 95, last: 125, before: 3420, after: 31500});
              same('no window beyond the end', c.rowWindow(3, 36, 9000, 720, 5), {first: 3, last: 3, before: 108, after: 0});
              same('rows stay where they are', c.keepOrder([{id: 1}, {id: 2}], [{id: 3}, {id: 2, x: 1}], row => row.id), [{id: 2, x: 1}, {id: 3}]);
              same('first wait', c.backoff(0, () => 1), 500);
              same('longest wait', c.backoff(30, () => 1), 15000);
              same('waits differ', c.backoff(0, () => 0), 250);
              const gathered = [];
              let turn = null;
              const gather = c.coalesce(all => gathered.push(all), run => { turn = run; });
              gather(1); gather(2); turn(); gather(3); turn();
              same('events of one frame are one', gathered, [[1, 2], [3]]);
              same('an address', c.parseAddress('/console/bundles/a%2Fb/log', '?q=x%20y'), {page: 'bundles', id: 'a/b', tab: 'log', query: {q: 'x y'}});
              same('no address', c.parseAddress('/console/', ''), {page: 'overview', id: '', tab: '', query: {}});
              same('a broken address', c.parseAddress('/console/%E0%A4%A', '').page, '%E0%A4%A');
              same('an address is written as it is read', c.writeAddress('bundles', 'a/b', 'log', {q: 'x y', none: ''}), '/console/bundles/a%2Fb/log?q=x+y');
              if (!(c.score('inv', 'io.inventory') > c.score('inv', 'x-ainvb') && c.score('zz', 'a') === 0)) faults.push('scores');
              same('a language without its region', c.chooseLocale(['en', 'de'], ['de-AT', 'en'], 'en'), 'de');
              same('a language with its region', c.chooseLocale(['en', 'de', 'de-at'], ['de-AT'], 'en'), 'de-at');
              same('no language that is wanted', c.chooseLocale(['en', 'fr'], ['de'], 'fr'), 'fr');
              same('names with a rest', ['com.acme.a', 'com.other'].map(name => c.named(name, ['com.acme.*', 'org.x'])), [true, false]);
              same('a plain word for a shell', c.shellQuoted('https://a:8443/x-1_y.z'), 'https://a:8443/x-1_y.z');
              same('what a shell would take', ['', '$(x)', 'a b', '-x;y', 'ü'].map(c.shellQuoted), ["''", "'$(x)'", "'a b'", "'-x;y'", "'ü'"]);
              same('quotes and lines for a shell', c.shellQuoted("it's\\n\\"two\\""), "'it'\\\\''s\\n\\"two\\"'");
              same('keys for a terminal', c.shellQuoted("a\\u0003\\u001b[201~'!\\\\\\n"), "$'a\\\\u0003\\\\u001b[201~\\\\u0027\\\\u0021\\\\u005c\\\\u000a'");
              same('media types', ['application/json', 'text/plain; charset=utf-8', '*/*', "application/json' x", 'text/x$(y)', 'json', 'a/b\\n'].map(c.isMediaType), [true, true, true, false, false, false, false]);
              const edges = [{from: 'a', to: 'b'}, {from: 'b', to: 'c'}, {from: 'c', to: 'a'}, {from: 'd', to: 'b'}];
              same('who needs it', [...c.dependents(['b'], edges)].sort(), ['a', 'c', 'd']);
              same('a way', c.way('d', 'a', edges), ['d', 'b', 'c', 'a']);
              same('no way', c.way('a', 'd', edges), []);
              const placed = c.layers(['a', 'b', 'c', 'd'].map(id => ({id})), [{from: 'a', to: 'b'}, {from: 'b', to: 'c'}, {from: 'c', to: 'a'}, {from: 'x', to: 'b'}]);
              if (!(placed.nodes.get('a').x < placed.nodes.get('b').x && placed.nodes.size === 4)) faults.push('layers');
              return faults;
            }
            """;

    private ConsoleLogic() {}
}
