#pragma warning disable
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using PostHogProxy.Pomerium.Tests.Differential.Generation;

namespace PostHogProxy.Pomerium.Tests.Differential;

public sealed class Triage
{
    [Fact(Explicit = true)]
    public void All()
    {
        var n = int.Parse(Environment.GetEnvironmentVariable("TRIAGE") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        var seen = new SortedDictionary<string, (int Count, string Example, string Why)>(StringComparer.Ordinal);
        var count = 0;
        var lck = new Lock();
        Files.WithRequests.Sample(
            g =>
            {
                string? d;
                try { d = Difference.Of(g.File, g.Style, g.Requests); }
                catch (Exception e) { d = "EXCEPTION " + e; }
                Interlocked.Increment(ref count);
                if (d is null) { return; }
                var kind = Regex.Replace(d.StartsWith("Pomerium", StringComparison.Ordinal) || d.StartsWith("EXC", StringComparison.Ordinal) ? d : string.Join('|', Regex.Matches(d, "Outcome = \\w+").Select(m => m.Value)) + (Regex.Match(d, "Route = (\\d*), U.*\n.*Route = (\\1), U").Success ? "" : " ROUTE") + (d.Split("Outcome = ")[1].Split(',')[0] == d.Split("Outcome = ")[2].Split(',')[0] ? " REST" : ""), "Range = .*|\"[^\"]*\"|'[^']*'|[0-9]+", "#");
                kind = kind.Length > 150 ? kind[..150] : kind;
                var text = YamlWriter.Write(g.File, 0) + (d.Contains("control char") ? "=====\n" + YamlWriter.Write(g.File, g.Style) : "");
                lock (lck)
                {
                    seen[kind] = seen.TryGetValue(kind, out var old) ? (old.Count + 1, text.Length < old.Example.Length ? text : old.Example, text.Length < old.Example.Length ? d : old.Why) : (1, text, d);
                }
            }, iter: n);
        var o = new StringBuilder();
        o.AppendLine($"{count} files, {seen.Values.Sum(v => v.Count)} differences, {seen.Count} kinds");
        foreach (var (k, v) in seen.OrderByDescending(s => s.Value.Count))
        {
            o.AppendLine($"######## {v.Count} x {k}\n{v.Example}\n-> {v.Why}\n");
        }

        File.WriteAllText("/tmp/17b-triage.txt", o.ToString());
    }
}
