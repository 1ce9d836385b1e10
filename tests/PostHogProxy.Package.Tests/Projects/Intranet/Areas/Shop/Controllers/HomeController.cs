using Microsoft.AspNetCore.Mvc;

namespace Intranet.Areas.Shop.Controllers;

[Area("Shop")]
public sealed class HomeController : Controller
{
    public IActionResult Index() => View();
}
