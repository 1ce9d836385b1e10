using System.Text;
using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Generated;

/// <summary>One and the same kind of file, a team's own routes, written in as many ways as YAML lets people write it.</summary>
/// <param name="Text">The file.</param>
/// <param name="IsBlock">Whether the routes are written without brackets, so that a patch can work with whole lines.</param>
internal sealed record FormattedFile(string Text, bool IsBlock)
{
    public override string ToString() => Text;
}

internal static class FormattedFiles
{
    private const string Clean = "allow_public_unauthenticated_access: true|remove_request_headers: [Cookie]";

    // The team's own, then a whole set-up for PostHog that was pasted somewhere.
    private static readonly string[] Own =
    [
        "from: https://shop.test|to: http://shop:8080|allowed_domains: [example.com]",
        "from: https://shop.test|to: http://admin:8080|prefix: /admin/|allowed_users: [ana@example.com]",
        "from: https://wiki.test|to: http://wiki:8080|allow_any_authenticated_user: true|timeout: 60s",
        "from: https://git.test|to: http://git:8080|regex: ^/git/.*$|allowed_users: [ana@example.com]",
        "from: https://docs.test|redirect: {https_redirect: true}|allow_public_unauthenticated_access: true",
    ];

    private static readonly string[] PostHog =
    [
        "from: https://shop.test|to: https://eu-assets.i.posthog.com|prefix: /t7x/static/|prefix_rewrite: /static/|" + Clean,
        "from: https://shop.test|to: https://eu-assets.i.posthog.com|prefix: /t7x/array/|prefix_rewrite: /array/|" + Clean,
        "from: https://shop.test|to: https://eu.i.posthog.com|prefix: /t7x/|prefix_rewrite: /|" + Clean,
    ];

    private static readonly string[] Comments = ["# the shop", "#", "#- from: https://old.test", "# routes:", "# tabs\tand: colons", "# ünïcode 🙂"];

    /// <summary>Without PostHog, in any style.</summary>
    public static readonly Gen<FormattedFile> Any = Gen.Int[0, int.MaxValue].Select(seed => new Formatter(new Random(seed)).Write(Own));

    /// <summary>With a set-up whose routes stand anywhere among the team's own, in block style.</summary>
    public static readonly Gen<FormattedFile> WithSetUp = Gen.Int[0, int.MaxValue].Select(seed =>
    {
        var random = new Random(seed);
        string[] routes = [.. Own, .. PostHog];
        random.Shuffle(routes);
        return new Formatter(random).WriteBlock(routes);
    });

    private sealed class Formatter(Random random)
    {
        private readonly StringBuilder _text = new();
        private readonly string _end = random.Next(3) == 0 ? "\r\n" : "\n";

        public FormattedFile Write(string[] routes)
        {
            routes = [.. routes];
            random.Shuffle(routes);
            return random.Next(4) switch { 0 => WriteFlow(routes), 1 => WriteJson(routes), _ => WriteBlock(routes) };
        }

        public FormattedFile WriteBlock(string[] routes)
        {
            var hasDocumentMark = random.Next(5) == 0;
            Line(0, hasDocumentMark ? "---" : "# a file");
            Line(0, "address: :443");
            Noise(0, 3);
            Line(0, $"{Case(random.Next(6) == 0 ? "policy" : "routes")}:{Pick("", "  ", " # all of them", " &all")}");
            var indent = random.Next(0, 7);
            var gap = random.Next(1, 4);
            for (var i = 0; i < routes.Length; i++)
            {
                Noise(random.Next(0, indent + 1), 2);
                Item(routes[i].Split('|'), indent, gap, i);
            }

            if (random.Next(2) == 0)
            {
                Noise(0, 2);
                Line(0, "log_level: info");
            }

            return Done(hasDocumentMark && random.Next(2) == 0 ? "..." : null, isBlock: true);
        }

        private void Item(string[] keys, int indent, int gap, int number)
        {
            random.Shuffle(keys);
            var inner = indent + 1 + gap;
            switch (random.Next(6))
            {
                case 0:
                    Line(indent, "-" + new string(' ', gap) + "{" + string.Join(", ", keys) + "}" + Pick("", "  # one line"));
                    return;
                case 1:
                    Line(indent, $"-{Pick("", " ", $" &item{number}", " # below")}");
                    break;
                default:
                    Line(indent, "-" + new string(' ', gap) + Entry(keys[0], number));
                    keys = keys[1..];
                    break;
            }

            foreach (var key in keys)
            {
                if (random.Next(5) == 0)
                {
                    Line(random.Next(0, inner + 3), Comments[random.Next(Comments.Length)]);
                }

                Line(inner, Entry(key, number));
            }
        }

        private string Entry(string key, int number)
        {
            var (name, value) = (key[..key.IndexOf(':', StringComparison.Ordinal)], key[(key.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            value = value[0] is '[' or '{' || value is "true" ? value : Pick(value, $"'{value}'", $"\"{value}\"", $"&{name}{number} {value}");
            return $"{Pick(Case(name), $"\"{name}\"")}:{Pick(" ", "   ")}{value}{Pick("", "", "  # why", "   ")}";
        }

        private FormattedFile WriteFlow(string[] routes)
        {
            var separator = random.Next(2) == 0 ? ", " : "," + _end + "  ";
            Line(0, "routes: [" + (separator.Length > 2 ? _end + "  " : "") + string.Join(separator, routes.Select(route => "{" + route.Replace("|", ", ", StringComparison.Ordinal) + "}")) + Pick("", ",") + "]" + Pick("", " # all"));
            return Done(null, isBlock: false);
        }

        private FormattedFile WriteJson(string[] routes)
        {
            var (line, step) = random.Next(2) == 0 ? ("", "") : (_end, "  ");
            var items = routes.Select(route => step + step + "{" + line + string.Join("," + line, route.Split('|').Select(key => step + step + step + Json(key))) + line + step + step + "}");
            _text.Append('{').Append(line).Append(step).Append("\"address\":\":443\",").Append(line).Append(step).Append("\"routes\":[").Append(line)
                .AppendJoin("," + line, items).Append(line).Append(step).Append(']').Append(line).Append('}').Append(_end);
            return Done(null, isBlock: false);
        }

        private static string Json(string key)
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            var value = key[(colon + 2)..];
            value = value switch
            {
                "true" => value,
                "{https_redirect: true}" => "{\"https_redirect\": true}",
                ['[', .. var item, ']'] => $"[\"{item}\"]",
                _ => $"\"{value}\"",
            };
            return $"\"{key[..colon]}\": {value}";
        }

        private FormattedFile Done(string? last, bool isBlock)
        {
            if (last is not null)
            {
                Line(0, last);
            }

            var text = (random.Next(5) == 0 ? "\uFEFF" : "") + _text;
            return new(random.Next(3) == 0 ? text.TrimEnd('\r', '\n', ' ') : text, isBlock);
        }

        private void Noise(int column, int most)
        {
            for (var i = random.Next(0, most); i > 0; i--)
            {
                Line(random.Next(2) == 0 ? column : 0, random.Next(2) == 0 ? "" : Comments[random.Next(Comments.Length)]);
            }
        }

        private void Line(int column, string text) => _text.Append(' ', text.Length == 0 ? 0 : column).Append(text).Append(_end);

        // Keys are read without regard to case.
        private string Case(string key) => random.Next(8) == 0 ? char.ToUpperInvariant(key[0]) + key[1..] : key;

        private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
