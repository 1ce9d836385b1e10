using System.Text;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>Pomerium Zero's API writes in camel case what a file writes in snake case.</summary>
internal static class ZeroNames
{
    /// <summary><c>remove_request_headers</c> to <c>removeRequestHeaders</c>.</summary>
    public static string CamelCase(string snakeCase)
    {
        var name = new StringBuilder(snakeCase.Length);
        for (var i = 0; i < snakeCase.Length; i++)
        {
            if (snakeCase[i] == '_' && i + 1 < snakeCase.Length)
            {
                name.Append(char.ToUpperInvariant(snakeCase[++i]));
            }
            else
            {
                name.Append(snakeCase[i]);
            }
        }

        return name.ToString();
    }
}
