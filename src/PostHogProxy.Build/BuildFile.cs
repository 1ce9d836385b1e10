using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PostHogProxy.Build;

/// <summary>
/// Reads files of which nothing is known but their names. A link may lead nowhere or to itself, a name may be a pipe whose other end nobody
/// opens, another program may hold the file: whatever it is, the build goes on, and the reason is a sentence.
/// </summary>
internal static class BuildFile
{
    private const string Name = "posthog";
    private const int ReadOnly = 0;
    private const int FromHere = 1;
    private const int Pooled = 64 * 1024;

    private static readonly bool IsUnix = Path.DirectorySeparatorChar == '/';

    // O_NONBLOCK: a pipe is opened at once, and not when somebody writes into it.
    private static readonly int NonBlocking = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 0x800 : 0x4;

    /// <summary>The text of a file, null where it is not to be had; then <paramref name="problem"/> says why, or nothing where nobody needs to know.</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="largest">The size in bytes above which a file is not read; of such a file something is said where it speaks of PostHog.</param>
    /// <param name="problem">Why not, as the end of a sentence.</param>
    public static string? Read(string path, long largest, out string? problem)
    {
        problem = null;
        try
        {
            if (!IsPlain(path))
            {
                problem = "it is no plain file";
                return null;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096);
            if (stream.Length > largest)
            {
                problem = Speaks(stream) ? string.Format(CultureInfo.InvariantCulture, "it has {0:N0} KB, more than the {1:N0} KB that are read", stream.Length / 1024, largest / 1024) : null;
                return null;
            }

            using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (UnauthorizedAccessException)
        {
            problem = Directory.Exists(path) ? "it is a folder" : "this user may not read it";
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "it is not there: it was removed, or it is a link that leads nowhere";
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ArgumentException or System.Security.SecurityException)
        {
            problem = $"it cannot be read ({error.Message.TrimEnd('.')})";
        }

        return null;
    }

    // What cannot be opened so, the ordinary way says why.
    private static bool IsPlain(string path)
    {
        if (!IsUnix)
        {
            return true;
        }

        var file = open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly | NonBlocking);
        if (file < 0)
        {
            return true;
        }

        var isPlain = lseek(file, 0, FromHere) >= 0;
        _ = close(file);
        return isPlain;
    }

    private static bool Speaks(FileStream stream)
    {
        // A name that lies across two pieces is found in the second, which begins with the end of the first.
        var buffer = new byte[Pooled];
        var kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var filled = kept + read;
            if (Encoding.ASCII.GetString(buffer, 0, filled).IndexOf(Name, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }

            kept = Math.Min(Name.Length - 1, filled);
            Buffer.BlockCopy(buffer, filled - kept, buffer, 0, kept);
        }

        return false;
    }

#pragma warning disable SYSLIB1054, CA2101, CA5392, IDE1006 // The names of the C library; the path is bytes, as the system has it.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern long lseek(int file, long offset, int whence);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int file);
#pragma warning restore SYSLIB1054, CA2101, CA5392, IDE1006
}
