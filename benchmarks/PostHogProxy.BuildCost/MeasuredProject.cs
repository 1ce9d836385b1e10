using System.Globalization;
using System.Text;

namespace PostHogProxy.BuildCost;

/// <summary>
/// A project of 500 C# files and 2,000 scripts. All scripts speak of PostHog, so all of them become additional files: more than any real
/// app has. It is written twice, with the package's analyzers and targets and without; the runtime is in both.
/// </summary>
internal static class MeasuredProject
{
    private const int CodeFiles = 500;
    private const int Scripts = 2_000;

    public static void Write(string folder, string packages, string version, string? filterList)
    {
        Directory.CreateDirectory(folder);
        var without = filterList is null ? " ExcludeAssets=\"analyzers;buildTransitive\"" : "";
        var list = filterList is null ? "" : $"<PostHogFilterList Include=\"{filterList}\" />";
        File.WriteAllText(Path.Combine(folder, "Measured.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)../packages/</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PostHogProxy.Middleware" Version="{version}"{without} />
                {list}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration><packageSources><add key="packed" value="{packages}" /></packageSources></configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using PostHogProxy;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPostHogProxy("/t7k2", PostHogRegion.Eu);
            app.Run();
            """);
        for (var number = 0; number < CodeFiles; number++)
        {
            Write(folder, $"Orders/Area{number % 25}/Order{number}.cs", Code(number));
        }

        for (var number = 0; number < Scripts; number++)
        {
            Write(folder, $"ClientApp/src/area{number % 50}/view{number}.ts", Script(number));
        }
    }

    private static void Write(string folder, string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private static string Code(int number)
    {
        var code = new StringBuilder().Append(CultureInfo.InvariantCulture, $"namespace Measured.Orders;\n\npublic sealed class Order{number}\n{{\n");
        for (var method = 0; method < 12; method++)
        {
            code.Append(CultureInfo.InvariantCulture, $$"""
                    public string Describe{{method}}(IReadOnlyList<int> amounts)
                    {
                        var total = amounts.Where(amount => amount > {{method}}).Select(amount => amount * 2).Sum();
                        return total > 100 ? $"Order {{number}} of {total} at https://shop.example/orders/{{number}}" : "A small order";
                    }

                """);
        }

        return code.Append("}\n").ToString();
    }

    private static string Script(int number)
    {
        var script = new StringBuilder("import posthog from 'posthog-js'\n\n");
        for (var function = 0; function < 15; function++)
        {
            script.Append(CultureInfo.InvariantCulture, $$"""
                export function open{{function}}(order: { id: number; lines: string[] }) {
                  const names = order.lines.filter((line) => line.length > {{function}}).map((line) => `${line} of ${order.id}`)
                  posthog.capture('order opened', { id: order.id, names, view: {{number}} })
                  return names.join(', ')
                }

                """);
        }

        return number % 100 == 0
            ? script.Append("posthog.init('phc_measured', { api_host: '/t7k2', ui_host: 'https://eu.posthog.com' })\n").ToString()
            : script.ToString();
    }
}
