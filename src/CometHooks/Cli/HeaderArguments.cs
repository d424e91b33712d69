namespace CometHooks.Cli;

/// <summary>Headers as they are given on a command line: <c>--header "Name: value"</c>.</summary>
internal static class HeaderArguments
{
    /// <summary>The headers by name; what is no header is printed.</summary>
    public static bool TryRead(string[]? lines, out Dictionary<string, string> headers)
    {
        headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines ?? [])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                Console.Error.WriteLine($"error: '{line}' is not a header. Write: --header \"X-Shopify-Topic: orders/paid\"");
                return false;
            }

            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return true;
    }
}
