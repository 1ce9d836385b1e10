using System.Globalization;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>Go's time.ParseDuration, in nanoseconds.</summary>
internal static partial class GoDuration
{
    public static double? Parse(string text)
    {
        if (text is "0" or "+0" or "-0")
        {
            return 0;
        }

        if (Whole().Match(text) is not { Success: true } match)
        {
            return null;
        }

        double sum = 0;
        for (var i = 0; i < match.Groups["n"].Captures.Count; i++)
        {
            var number = match.Groups["n"].Captures[i].Value;
            sum += double.Parse(number.StartsWith('.') ? "0" + number : number.TrimEnd('.'), CultureInfo.InvariantCulture) * match.Groups["u"].Captures[i].Value switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                "m" => 60e9,
                _ => 3600e9,
            };
        }

        return sum > long.MaxValue ? null : text[0] == '-' ? -sum : sum;
    }

    [GeneratedRegex(@"\A[-+]?(?:(?<n>[0-9]+\.?[0-9]*|\.[0-9]+)(?<u>ns|us|µs|μs|ms|s|m|h))+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
